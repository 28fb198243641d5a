/**
 * The form in which a network learns, beside the one in which it is deployed: files hold networks
 * whose batch normalisation was folded away and whose answers went through a softmax.
 */
package dev.notch.compressor.form;

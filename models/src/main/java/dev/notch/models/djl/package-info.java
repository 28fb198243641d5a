/** Networks executed on PyTorch through DJL: the only place in this module that knows it. */
package dev.notch.models.djl;

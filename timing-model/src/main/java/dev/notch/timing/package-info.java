/**
 * The timing model: what a layer configuration or a whole network takes on one device, learned from
 * a profile, and why.
 */
package dev.notch.timing;

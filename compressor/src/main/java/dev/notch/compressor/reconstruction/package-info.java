/** Makes up for channels that were cut with the weights of what reads the others. */
package dev.notch.compressor.reconstruction;

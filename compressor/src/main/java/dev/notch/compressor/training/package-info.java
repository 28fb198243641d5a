/** Training and evaluation of networks on PyTorch. */
package dev.notch.compressor.training;

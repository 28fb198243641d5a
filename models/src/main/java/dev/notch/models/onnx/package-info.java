/**
 * Networks as ONNX files.
 *
 * <p>Whatever a runtime says about a file can be traced back to the {@link
 * dev.notch.models.graph.Network}: the ONNX node for layer X is named X and so is the tensor that
 * it puts out, with these exceptions. The network's input tensor is {@code input}, its output
 * tensor {@code logits}, further ones {@code output2} and so on, or as the signature of another
 * file has them; a layer X of such a name puts out {@code X/inner}. A batch normalisation that is
 * folded away leaves its name: the convolution's node keeps the name of the convolution, its output
 * tensor has the name of the batch normalisation. Dropout and a split's marker leave nothing.
 * Helpers that change ranks or shuffle have names that begin with {@code X/}, as have the parts of
 * functions that ONNX spells out; what tells the length of the batch begins with {@code batch/}.
 */
package dev.notch.models.onnx;

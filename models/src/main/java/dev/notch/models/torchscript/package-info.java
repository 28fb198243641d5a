/**
 * Networks as TorchScript archives ({@code model.pt}), which libtorch and everything built on it
 * loads without Python.
 *
 * <p>An archive is a ZIP file: {@code code/__torch__.py} holds a class with a method {@code
 * forward}, {@code data.pkl} an object of it as a pickle, {@code data/0} and so on the numbers of
 * its tensors, {@code version} the number of the format. See <a
 * href="https://github.com/pytorch/pytorch/blob/main/torch/csrc/jit/docs/serialization.md">PyTorch's
 * description</a>.
 */
package dev.notch.models.torchscript;

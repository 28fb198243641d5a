package dev.notch.models.onnx;

import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;

/** A network from an ONNX file, its weights, and what the file looked like from outside. */
public record ImportedNetwork(Network network, Weights weights, OnnxSignature signature) {}

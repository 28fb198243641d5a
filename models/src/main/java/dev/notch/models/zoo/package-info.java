/**
 * The ten networks of the study "Hidden costs for inference with deep network on embedded system
 * devices", in the variants for small images of the public repository weiaicunzai/pytorch-cifar100.
 * Each class writes down one family; where a variant differs from its paper the comment says so,
 * because the difference is intended.
 */
package dev.notch.models.zoo;

package dev.notch.models.zoo;

/**
 * What is known of a network of the zoo.
 *
 * @param name what the network is called on the command line
 * @param title what people call it
 * @param paper where it was proposed
 * @param top1Error published CIFAR-100 top-1 error of this variant, percent
 * @param top5Error published CIFAR-100 top-5 error of this variant, percent
 * @param smallestInput the least height and width of images that it can take
 */
public record ZooEntry(
    String name,
    String title,
    String paper,
    double top1Error,
    double top5Error,
    int smallestInput) {}

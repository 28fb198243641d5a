/**
 * Which channels of a network have to be cut together, and how to cut them.
 *
 * <p><b>Layouts.</b> Convolutions, linear layers, constants and the input make a <i>line</i> of
 * fresh channels. Every other tensor is put together from lines: joined (concatenation), a part
 * (slice), shuffled, or repeated (flattening, depthwise multipliers); most layers pass channels
 * through. Tensors that are added or multiplied are the same, index by index: mostly one of them is
 * a fresh line and simply takes the other's layout, otherwise the two layouts stand in an
 * <i>equation</i>. Grouped convolutions (for their input and for their output), splits and shuffles
 * ask for a <i>partition</i> of a layout into equal parts.
 *
 * <p>Mostly a tensor's channels are its first axis. What only dense layers make and read (the
 * hidden values of a transformer's feed-forward block) has them last; everything else that a dense
 * layer touches stays.
 *
 * <p><b>Units.</b> The channels that equations make the same are one <i>unit</i>: it is cut
 * wherever it travels. Its <i>signature</i> says for each of its channels which line made it and in
 * which part of every partition it comes to lie.
 *
 * <p><b>Legality.</b> A plan gives new widths to the lines; layouts and partitions follow by their
 * own rules, without layers that gather channels. The plan is legal if the new network has no
 * signature more often than the full one. Then its units can stand for units of the full network
 * with the same signature, and the narrow network computes what the full one computes when the
 * contributions of all other units are zero: a surviving channel is made by the same layers, in the
 * same part of a grouped convolution, and every part that reads it reads the survivors of its own
 * channels. For signatures to tell which occurrence is which, a channel may come at most once to a
 * partition, and a unit at most once to a line and to each side of an equation; where that fails (a
 * tensor added to a permutation of itself), widths are frozen.
 *
 * <p><b>Groups.</b> The widths of lines satisfy linear equations: both sides of an equation are
 * equally wide, and a border between joined pieces that is a border between parts stays one. The
 * free unknowns of that system are the {@link dev.notch.models.width.ChannelGroup}s; every tensor's
 * width is a linear form over them. Groups under a common constraint are legal or illegal together;
 * all others may have every width.
 */
package dev.notch.models.width;

package dev.notch.models.width;

import java.util.BitSet;
import java.util.List;

/**
 * The layouts of a network with their widths as functions of the groups' widths.
 *
 * @param forms one for each layout
 * @param full the groups' full widths
 * @param frozen lines all of whose channels stay
 */
record Solved(Layouts layouts, List<LinearForm> forms, int[] full, BitSet frozen) {}

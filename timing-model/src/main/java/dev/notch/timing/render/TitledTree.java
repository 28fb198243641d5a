package dev.notch.timing.render;

import dev.notch.timing.tree.Schema;
import dev.notch.timing.tree.TimingTree;

/**
 * One tree of a drawing.
 *
 * @param schema the columns that its conditions and equations are about
 * @param target what its equations give, such as {@code ms}
 */
public record TitledTree(String title, Schema schema, String target, TimingTree tree) {}

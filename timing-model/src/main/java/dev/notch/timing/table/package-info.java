/**
 * Timing trees for anybody's measurements: a CSV file whose columns have roles becomes a table, the
 * table a tree for each of its groups.
 */
package dev.notch.timing.table;

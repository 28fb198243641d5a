/**
 * Trees of range and integer-multiple conditions whose leaves are non-negative linear equations.
 * Nothing here knows of networks: any table of measurements with named columns can be fitted.
 */
package dev.notch.timing.tree;

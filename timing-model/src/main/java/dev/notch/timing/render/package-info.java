/**
 * Timing trees and explanations as a person reads them: text, Graphviz and SVG. Only what names a
 * {@link dev.notch.timing.TimingModel} knows of layers; trees over any other columns are drawn in
 * the same way.
 */
package dev.notch.timing.render;

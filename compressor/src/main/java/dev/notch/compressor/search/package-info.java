/**
 * From channel groups to width plans: the space of legal widths, what a plan costs, how accurate it
 * is estimated to be, and the search for the plans between which nothing is better at both. Nothing
 * here measures, trains or knows the clock.
 */
package dev.notch.compressor.search;

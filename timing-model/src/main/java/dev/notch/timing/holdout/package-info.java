/**
 * How good a timing model is on networks that nobody profiled: test networks are measured into a
 * store of their own, interleaved within each family, and compared with what a model says that was
 * fitted to the profile. One class for each section of the report.
 */
package dev.notch.timing.holdout;

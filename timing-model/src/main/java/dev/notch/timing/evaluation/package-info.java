/** How good a timing model is, on what it was not fitted to, and beside which alternatives. */
package dev.notch.timing.evaluation;

/** Why a layer takes what it is predicted to take, and which widths near it would be better. */
package dev.notch.timing.explain;

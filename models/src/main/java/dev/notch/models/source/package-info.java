/** Which network a user means: one of the ten by name, or one that came as a file. */
package dev.notch.models.source;

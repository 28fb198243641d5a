/** What to measure next, decided by where a model of what was measured errs. */
package dev.notch.timing.adaptive;

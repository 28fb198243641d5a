/** How well profiles repeat: two stores of the same device, compared subject by subject. */
package dev.notch.profiler.repeat;

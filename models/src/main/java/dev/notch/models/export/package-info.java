/**
 * Networks as files for other programs. Whatever is written is read again and must answer as the
 * network does.
 */
package dev.notch.models.export;

/**
 * The bundled dump with its memory changed by a seeded hand, in the places that emitters read: no
 * file of the report may take for ever, end in anything but a typed fault, or leave the archive.
 * Start with {@link org.vmcore.sample.hostile.MemoryFuzz}; {@code scripts/fuzz --memory} runs it.
 */
package org.vmcore.sample.hostile;

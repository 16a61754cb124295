/**
 * ELF files: headers, sections (compressed ones too), segments, notes and symbols, in both widths
 * and byte orders. Knows nothing of what a section means. Start with {@link
 * org.vmcore.elf.ElfFile}.
 */
package org.vmcore.elf;

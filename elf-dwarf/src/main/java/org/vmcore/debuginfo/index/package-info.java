/**
 * All that is known of a kernel image in a few megabytes that open at once: names, types,
 * variables, symbols and unwind tables, in one file that stands for the vmlinux. Written by {@link
 * org.vmcore.debuginfo.index.IndexWriter}, read by {@link
 * org.vmcore.debuginfo.index.IndexedKernel}, where to start reading. Where such files are kept is
 * not decided here.
 */
package org.vmcore.debuginfo.index;

/**
 * The flattened format of {@code makedumpfile -F} and QEMU: a stream of records, each some bytes
 * and where they belong in the real file. {@link org.vmcore.dump.flattened.FlattenedFile} gives the
 * real file as a source; what it contains is for the other readers.
 */
package org.vmcore.dump.flattened;

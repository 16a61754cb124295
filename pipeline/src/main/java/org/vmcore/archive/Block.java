package org.vmcore.archive;

/**
 * A piece of the archive, compressed on its own.
 *
 * @param bytes as they stand in the archive, padding included
 * @param unpaddedBytes length without the padding; what the index of an {@code .xz} records
 * @param uncompressedBytes length of the tar entries inside
 */
@SuppressWarnings("ArrayRecordComponent") // written once, read once, never compared
public record Block(byte[] bytes, long unpaddedBytes, long uncompressedBytes) {}

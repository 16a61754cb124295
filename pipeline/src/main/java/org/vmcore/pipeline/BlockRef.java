package org.vmcore.pipeline;

/**
 * A finished block on its way to the archive: the bytes stay in a spool file, the reference is
 * small. So memory does not grow with the number of dumps.
 *
 * @param spool file that holds the block and the rows of its files; empty when it failed
 * @param crash what the manifest says of the crash, from shard 0; else empty
 * @param container how the dump packs its memory, from shard 0; else empty
 * @param failure why the shard could not be written, one line; empty when it was
 */
public record BlockRef(Shard shard, String spool, String crash, String container, String failure) {}

package org.vmcore.pipeline;

/**
 * A piece of one report's files, in the order of the report.
 *
 * @param top the folder in the archive
 * @param timeSeconds when the machine crashed, since the epoch
 * @param number from 0
 * @param of how many there are
 */
public record Shard(DumpRequest request, String top, long timeSeconds, int number, int of) {}

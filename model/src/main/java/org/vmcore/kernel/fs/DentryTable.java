package org.vmcore.kernel.fs;

import java.util.function.LongConsumer;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** All names that can be looked up: {@code dentry_hashtable}, {@code fs/dcache.c}. */
public final class DentryTable {
  private static final int MAX_BITS = 32;
  private static final int BUCKETS_AT_ONCE = 1 << 12;
  private static final long LOCKED = 1; // include/linux/list_bl.h: a bit in the first pointer

  private final Program kernel;
  private final long most;
  private final LongConsumer each;
  private long count;

  private DentryTable(Program kernel, long most, LongConsumer each) {
    this.kernel = kernel;
    this.most = most;
    this.each = each;
  }

  /**
   * Goes through the table, bucket by bucket, as far as {@code most} dentries, which is where one
   * that runs into itself ends.
   *
   * @param each receives the address of each {@code struct dentry}
   * @return how many there were
   */
  public static long visit(Program kernel, long most, LongConsumer each) {
    DentryTable walk = new DentryTable(kernel, most, each);
    walk.visit();
    return walk.count;
  }

  private void visit() {
    Value table = kernel.symbol("dentry_hashtable");
    int shift = kernel.symbol("d_hash_shift").asInt(); // 32 less the bits of a bucket's number
    if (shift < 1 || shift > MAX_BITS) {
      throw new Malformed("absurd shift " + shift, "d_hash_shift", 0);
    }
    long buckets = 1L << MAX_BITS - shift;
    long address = table.asLong();
    for (long at = 0; at < buckets && count < most; at += BUCKETS_AT_ONCE) {
      int run = (int) Math.min(BUCKETS_AT_ONCE, buckets - at);
      Value piece = kernel.number("unsigned long *", address + at * Long.BYTES);
      for (long first : piece.longs(run)) {
        follow(first & ~LOCKED);
      }
    }
  }

  private void follow(long first) {
    long link = kernel.offsetOf("struct dentry", "d_hash");
    for (long node = first; node != 0 && count < most; node = kernel.memory().u64(node)) {
      count++;
      each.accept(node - link);
    }
  }
}

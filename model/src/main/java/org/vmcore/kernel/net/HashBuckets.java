package org.vmcore.kernel.net;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Arrays of list heads, of which most are empty: all heads are read at once. */
final class HashBuckets {
  private static final int MAX_BUCKETS = 1 << 24;
  private static final int WORD_BYTES = 8;

  /**
   * A bucket that has entries.
   *
   * @param number its place in the array
   * @param head the list head
   */
  record Bucket(int number, Value head) {}

  private HashBuckets() {}

  /**
   * The buckets that have entries.
   *
   * @param first the first bucket
   * @param count buckets there are
   * @param head member that is the list head; empty when the bucket is nothing else
   */
  static List<Bucket> occupied(Value first, long count, String head) {
    Program kernel = first.program();
    int stride = (int) first.type().sizeBytes() / WORD_BYTES;
    int offset = (int) (first.at(head).address() - first.address()) / WORD_BYTES;
    if (count < 0 || count > MAX_BUCKETS || stride < 1) {
      throw new Malformed("absurd number of buckets " + count, "hash table", first.address());
    }
    Value words = kernel.number("unsigned long *", first.address());
    long[] all = words.longs((int) count * stride);
    List<Bucket> occupied = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long link = all[i * stride + offset];
      if (link != 0 && (link & 1) == 0) { // odd: end of an hlist_nulls
        occupied.add(
            new Bucket(
                i,
                kernel
                    .object(first.type(), first.address() + (long) i * stride * WORD_BYTES)
                    .at(head)));
      }
    }
    return occupied;
  }
}

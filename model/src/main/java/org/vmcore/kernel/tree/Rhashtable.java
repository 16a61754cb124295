package org.vmcore.kernel.tree;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code struct rhashtable}, {@code lib/rhashtable.c}. Chains end with an odd link; since 5.3 the
 * lowest bit of a bucket is its lock.
 */
public final class Rhashtable {
  private static final int MAX_ENTRIES = 16 << 20;
  private static final long MAX_BUCKETS = 1L << 28;
  private static final int MAX_TABLES = 8; // a table and those it is being moved to

  private final Program kernel;
  private final Set<Long> seen = new HashSet<>();
  private final List<Long> heads = new ArrayList<>();

  private Rhashtable(Program kernel) {
    this.kernel = kernel;
  }

  /**
   * The structures in a table, bucket by bucket, those of a table it is being moved to after them.
   *
   * @param table the {@code struct rhashtable}, or a pointer to it
   * @param type C type of the entries
   * @param member the entries' {@code struct rhash_head}, perhaps a path
   * @throws Malformed when a chain runs into itself
   */
  public static List<Value> entries(Value table, String type, String member) {
    Program kernel = table.program();
    Rhashtable walk = new Rhashtable(kernel);
    Value buckets = table.field("tbl");
    for (int i = 0; i < MAX_TABLES && !buckets.isNull(); i++) {
      walk.addTable(buckets.deref());
      buckets = buckets.field("future_tbl");
    }
    long offset = kernel.offsetOf(type, member);
    return walk.heads.stream().map(head -> kernel.object(type, head - offset)).toList();
  }

  private void addTable(Value table) {
    long size = table.field("size").asLong() & 0xffffffffL;
    if (size > MAX_BUCKETS) {
      throw new Malformed("absurd size " + size, "struct bucket_table", table.address());
    }
    long first = table.field("buckets").address();
    int nest = table.has("nest") ? table.field("nest").asInt() : 0;
    if (nest == 0) {
      addBuckets(first, size);
    } else {
      addNested(kernel.memory().u64(first), 1L << nest, size >> nest);
    }
  }

  /**
   * {@code rht_bucket_nested()}: a table too large for one allocation is a tree of pages.
   *
   * @param pointers how many lower tables this one has
   * @param size buckets below each of them
   */
  private void addNested(long table, long pointers, long size) {
    int perPage = kernel.pageSizeBytes() / kernel.pointerSizeBytes();
    for (long i = 0; i < Math.min(pointers, perPage) && table != 0; i++) {
      long lower = kernel.memory().u64(table + 8 * i);
      if (lower == 0) {
        continue;
      }
      if (size > perPage) {
        addNested(lower, perPage, size / perPage);
      } else {
        addBuckets(lower, size);
      }
    }
  }

  private void addBuckets(long first, long count) {
    for (long i = 0; i < count; i++) {
      long head = kernel.memory().u64(first + 8 * i);
      addChain(kernel.hasType("struct rhash_lock_head") ? head & ~1L : head);
    }
  }

  private void addChain(long head) {
    long node = head;
    while (node != 0 && (node & 1) == 0) {
      if (!seen.add(node) || heads.size() == MAX_ENTRIES) {
        throw new Malformed("chain runs into itself", "struct rhash_head", node);
      }
      heads.add(node);
      node = kernel.memory().u64(node);
    }
  }
}

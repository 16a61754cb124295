package org.vmcore.kernel.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.vmcore.kernel.list.HList;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code struct ftrace_ops}: who is told of the calls of which functions, {@code
 * kernel/trace/ftrace.c}.
 */
public final class FtraceOps {
  private static final int MAX_OPS = 1 << 16;
  private static final int MAX_HASH_BITS = 20;

  private final Value value;
  private final Set<Long> filter;
  private final Set<Long> notrace;

  private FtraceOps(Value value) {
    this.value = value;
    this.filter = functions(value.at("func_hash").field("filter_hash"));
    this.notrace = functions(value.at("func_hash").field("notrace_hash"));
  }

  public static FtraceOps of(Value ops) {
    return new FtraceOps(ops);
  }

  /** {@code ftrace_ops_list}, a chain that ends at {@code ftrace_list_end}. */
  public static List<Value> list(Program kernel) {
    long end = kernel.address("ftrace_list_end");
    List<Value> all = new ArrayList<>();
    Value ops = kernel.symbol("ftrace_ops_list");
    while (!ops.isNull() && ops.asLong() != end) {
      if (all.size() == MAX_OPS) {
        throw new Malformed("more than " + MAX_OPS + " ftrace_ops", "ftrace_ops_list", end);
      }
      all.add(ops.deref());
      ops = ops.field("next");
    }
    return all;
  }

  /** Addresses in a {@code struct ftrace_hash}; none in one that is not there. */
  public static Set<Long> functions(Value hash) {
    Set<Long> addresses = new TreeSet<>(Long::compareUnsigned);
    entries(hash).forEach(entry -> addresses.add(entry.field("ip").asLong()));
    return addresses;
  }

  /** Each {@code struct ftrace_func_entry} of a {@code struct ftrace_hash}. */
  public static List<Value> entries(Value hash) {
    List<Value> entries = new ArrayList<>();
    if (!hash.isNull() && hash.field("count").asLong() != 0) {
      long bits = hash.field("size_bits").asLong();
      if (bits < 0 || bits > MAX_HASH_BITS) {
        throw new Malformed("absurd size of 2^" + bits, "struct ftrace_hash", hash.asLong());
      }
      for (Value bucket : hash.field("buckets").elements(1L << bits)) {
        entries.addAll(HList.forEachEntry(bucket, "struct ftrace_func_entry", "hlist"));
      }
    }
    return entries;
  }

  public Value value() {
    return value;
  }

  /** {@code FTRACE_OPS_FL_...}. */
  public boolean has(String flag) {
    return (value.field("flags").asLong() & value.program().enumerator(flag)) != 0;
  }

  /** {@code hash_contains_ip()}. */
  public boolean traces(long function) {
    return (filter.isEmpty() || filter.contains(function)) && !notrace.contains(function);
  }
}

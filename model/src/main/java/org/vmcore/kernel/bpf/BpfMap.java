package org.vmcore.kernel.bpf;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.kernel.tree.Idr;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct bpf_map}, {@code include/linux/bpf.h}: what programs keep data in. */
public record BpfMap(Value value) {
  private static final String PREFIX = "BPF_MAP_TYPE_";

  /** {@code map_idr}: all maps by their numbers. */
  public static List<BpfMap> all(Program kernel) {
    return Idr.entries(kernel.symbol("map_idr")).stream()
        .map(slot -> new BpfMap(slot.as("struct bpf_map")))
        .toList();
  }

  public long id() {
    return value.field("id").asLong();
  }

  public String name() {
    return value.field("name").asString();
  }

  /** How it keeps data, as bpftool says it: {@code percpu_array}. */
  public Optional<String> type() {
    return BpfNames.of(value.program(), "BPF_MAP_TYPE_UNSPEC", PREFIX, value.field("map_type"));
  }

  public long flags() {
    return value.field("map_flags").asLong();
  }

  public long keyBytes() {
    return value.field("key_size").asLong();
  }

  public long valueBytes() {
    return value.field("value_size").asLong();
  }

  public long maxEntries() {
    return value.field("max_entries").asLong();
  }

  public boolean isFrozen() {
    return value.field("frozen").asBoolean();
  }

  /** Number of its type information, if it has any. */
  public Optional<Long> btfId() {
    Value btf = value.field("btf");
    return btf.isNull() ? Optional.empty() : Optional.of(btf.field("id").asLong());
  }

  /**
   * What it is said to take: counted before 5.11, then reckoned from its sizes. Empty since 6.4,
   * when each kind of map began to reckon itself.
   */
  public OptionalLong memoryBytes() {
    long pageBytes = value.program().pageSizeBytes();
    if (value.has("memory.pages")) {
      return OptionalLong.of(value.at("memory.pages").asLong() * pageBytes);
    }
    if (value.has("ops.map_mem_usage")) {
      return OptionalLong.empty();
    }
    boolean perCpu = type().filter(name -> name.contains("percpu")).isPresent();
    if (perCpu) {
      return OptionalLong.empty();
    }
    long entryBytes = keyBytes() + valueBytes() + 7 & -8;
    return OptionalLong.of(maxEntries() * entryBytes + pageBytes - 1 & -pageBytes);
  }
}

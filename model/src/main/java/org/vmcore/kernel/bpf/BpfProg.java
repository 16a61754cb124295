package org.vmcore.kernel.bpf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.tree.Idr;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct bpf_prog}, {@code include/linux/bpf.h}: a program that was loaded. */
public record BpfProg(Value value) {
  private static final String PREFIX = "BPF_PROG_TYPE_";
  private static final int INSN_BYTES = 8; // struct bpf_insn
  private static final int MAX_MAPS = 64; // MAX_USED_MAPS, include/linux/bpf_verifier.h
  private static final int MAX_FUNCTIONS = 4096;

  /** {@code prog_idr}: all programs by their numbers. */
  public static List<BpfProg> all(Program kernel) {
    return Idr.entries(kernel.symbol("prog_idr")).stream()
        .map(slot -> new BpfProg(slot.as("struct bpf_prog")))
        .toList();
  }

  private Value aux() {
    return value.field("aux").deref();
  }

  public long id() {
    return aux().field("id").asLong();
  }

  /** The name that whoever loaded it gave it, perhaps none. */
  public String name() {
    return aux().field("name").asString();
  }

  /** What it may be attached to, as bpftool says it: {@code cgroup_skb}. */
  public Optional<String> type() {
    return BpfNames.of(value.program(), "BPF_PROG_TYPE_UNSPEC", PREFIX, value.field("type"));
  }

  /** The hash of its instructions. */
  public byte[] tag() {
    return MemberVariants.first(value, "tag", "digest").bytes();
  }

  public boolean isGplCompatible() {
    return value.field("gpl_compatible").asBoolean();
  }

  /** Nanoseconds from boot on. */
  public long loadedAtNs() {
    return aux().field("load_time").asLong();
  }

  /** Who loaded it. */
  public long uid() {
    return aux().at("user->uid.val").asLong();
  }

  /** {@code bpf_prog_insn_size()}: of the instructions after verification. */
  public long xlatedBytes() {
    return value.field("len").asLong() * INSN_BYTES;
  }

  public boolean isJited() {
    return value.field("jited").asBoolean();
  }

  /** Of the machine's instructions, with those of the functions that it is divided into. */
  public long jitedBytes() {
    int nrFunctions = MemberVariants.find(aux(), "func_cnt").map(Value::asInt).orElse(0);
    if (nrFunctions <= 0) {
      return value.field("jited_len").asLong();
    }
    long bytes = 0;
    for (Value function : aux().field("func").elements(Math.min(nrFunctions, MAX_FUNCTIONS))) {
      bytes += function.field("jited_len").asLong();
    }
    return bytes;
  }

  public long memoryBytes() {
    return value.field("pages").asLong() * value.program().pageSizeBytes();
  }

  /** Numbers of the maps that it uses. */
  public List<Long> mapIds() {
    List<Long> ids = new ArrayList<>();
    long count = Math.min(aux().field("used_map_cnt").asLong(), MAX_MAPS);
    for (Value map : aux().field("used_maps").elements(count)) {
      ids.add(map.field("id").asLong());
    }
    return ids;
  }

  /** Number of its type information, if it has any. */
  public Optional<Long> btfId() {
    Value btf = aux().field("btf");
    return btf.isNull() ? Optional.empty() : Optional.of(btf.field("id").asLong());
  }

  /** The tag in hexadecimal digits. */
  public String tagText() {
    StringBuilder text = new StringBuilder();
    for (byte b : tag()) {
      text.append(Character.forDigit(b >> 4 & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
    }
    return text.toString();
  }
}

package org.vmcore.emit.commands.firewalltables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.net.U64Stats;
import org.vmcore.kernel.net.nft.NftExpr;
import org.vmcore.kernel.net.nft.NftRule;
import org.vmcore.kernel.net.nft.NftSet;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A rule of nftables in the words of {@code nft}: its expressions load what they look at into
 * registers and compare it. What is only there so that the rest makes sense (a packet of TCP, of
 * IPv4) is left out as {@code nft} leaves it out. For one rule.
 */
final class NftStatements {
  // include/uapi/linux/netfilter/nf_tables.h
  private static final int NFT_REG_VERDICT = 0;
  private static final List<String> COMPARISONS = List.of("", "!= ", "< ", "<= ", "> ", ">= ");
  private static final Map<Long, String> VERDICTS =
      Map.of(0L, "drop", 1L, "accept", -1L, "continue", -3L, "jump", -4L, "goto", -5L, "return");
  private static final Map<Long, String> UNITS =
      Map.of(1L, "second", 60L, "minute", 3600L, "hour", 86_400L, "day", 604_800L, "week");
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int DEFAULT_BURST = 5;
  private static final int MAX_DATA_BYTES = 64;

  private final NftHeaders headers;
  private final Map<Integer, Loaded> registers = new LinkedHashMap<>();
  private final List<String> parts = new ArrayList<>();
  private final Text out;
  private boolean ofXtables;

  /** What a register holds: something of the packet, or a number. */
  private record Loaded(NftKey key, byte[] mask, byte[] constant) {
    static Loaded of(NftKey key) {
      return new Loaded(key, new byte[0], new byte[0]);
    }
  }

  /**
   * @param family of the table, {@code NFPROTO_*}
   * @param out told of what is not known
   */
  NftStatements(int family, Text out) {
    this.headers = new NftHeaders(family);
    this.out = out;
  }

  /** The rule, a statement each. */
  List<String> of(NftRule rule) {
    rule.expressions().forEach(this::add);
    parts.removeIf(String::isEmpty);
    return List.copyOf(parts);
  }

  /** Whether iptables made it of something that nftables has no expression for. */
  boolean isOfXtables() {
    return ofXtables;
  }

  private void add(NftExpr expr) {
    switch (expr.name()) {
      case "payload" -> payload(expr.as("struct nft_payload"));
      case "meta" -> meta(expr);
      case "ct" -> ct(expr);
      case "cmp" -> compare(expr);
      case "bitwise" -> bitwise(expr);
      case "lookup" -> lookup(expr.as("struct nft_lookup"));
      case "immediate" -> immediate(expr.as("struct nft_immediate_expr"));
      case "counter" -> parts.add(counter(expr.as("struct nft_counter_percpu_priv")));
      case "limit" -> parts.add(limit(expr));
      case "masq" -> parts.add("masquerade");
      case "notrack" -> parts.add("notrack");
      case "match", "target" -> extension(expr);
      default -> unknown(expr.name());
    }
  }

  private void unknown(String name) {
    parts.add("# " + name);
    out.partial("what an expression \"" + name + "\" says");
  }

  private void payload(Value payload) {
    NftKey key =
        headers.payload(
            payload.field("base").asInt(),
            payload.field("offset").asInt(),
            payload.field("len").asInt(),
            parts);
    registers.put(payload.field("dreg").asInt(), Loaded.of(key));
  }

  private void meta(NftExpr expr) {
    Value meta = expr.as("struct nft_meta");
    NftKey key = NftHeaders.meta(meta.field("key").asInt());
    if (expr.ops().startsWith("nft_meta_set")) {
      set(key, meta.field("sreg").asInt());
    } else {
      registers.put(meta.field("dreg").asInt(), Loaded.of(key));
    }
  }

  private void ct(NftExpr expr) {
    Value ct = expr.as("struct nft_ct");
    NftKey key = NftHeaders.ct(ct.field("key").asInt());
    if (expr.ops().startsWith("nft_ct_set")) {
      set(key, ct.field("sreg").asInt());
    } else {
      registers.put(ct.field("dreg").asInt(), Loaded.of(key));
    }
  }

  private void set(NftKey key, int register) {
    Loaded loaded = registers.get(register);
    if (loaded == null || loaded.constant().length == 0) {
      unknown(key.text() + " set");
    } else {
      String name = key.text().equals("mark") ? "meta mark" : key.text();
      parts.add(name + " set " + key.value(loaded.constant()));
    }
  }

  private void compare(NftExpr expr) {
    boolean plain = expr.ops().equals("nft_cmp_ops");
    boolean wide = expr.ops().equals("nft_cmp16_fast_ops"); // 5.18+
    Value cmp =
        expr.as(
            plain
                ? "struct nft_cmp_expr"
                : wide ? "struct nft_cmp16_fast_expr" : "struct nft_cmp_fast_expr");
    int length = cmp.field("len").asInt();
    int sizeBytes = plain || wide ? length : length / Byte.SIZE;
    byte[] data = bytes(cmp.field("data"), sizeBytes);
    int op = plain ? cmp.field("op").asInt() : cmp.field("inv").asBoolean() ? 1 : 0;
    Loaded loaded = registers.get(cmp.field("sreg").asInt());
    if (loaded == null || loaded.key() == null || op >= COMPARISONS.size()) {
      unknown("cmp");
    } else {
      compare(loaded, data, COMPARISONS.get(op));
    }
  }

  private void compare(Loaded loaded, byte[] data, String op) {
    NftKey key = loaded.key();
    if (loaded.mask().length == 0) {
      parts.add(key.text() + " " + op + key.value(data));
      headers.compared(key, data, op.isEmpty(), parts.size() - 1);
    } else if (key.kind() == NftKey.Kind.ADDRESS) {
      int bits = 0;
      for (byte each : loaded.mask()) {
        bits += Integer.bitCount(each & 0xff);
      }
      parts.add(key.text() + " " + op + key.value(data) + "/" + bits);
    } else if (NftKey.number(data) == 0 && op.startsWith("!=")) {
      parts.add(key.text() + " " + key.value(loaded.mask())); // one of these bits
    } else {
      String and = key.text() + " & " + key.value(loaded.mask());
      parts.add(and + " " + (op.isEmpty() ? "== " : op) + key.value(data));
    }
  }

  private void bitwise(NftExpr expr) {
    boolean fast = expr.ops().contains("fast");
    Value bitwise = expr.as(fast ? "struct nft_bitwise_fast_expr" : "struct nft_bitwise");
    Loaded loaded = registers.get(bitwise.field("sreg").asInt());
    if (loaded == null || loaded.key() == null) {
      unknown("bitwise");
      return;
    }
    int sizeBytes = fast ? Integer.BYTES : bitwise.field("len").asInt();
    int length = Math.min(sizeBytes, loaded.key().sizeBytes());
    byte[] mask = bytes(bitwise.field("mask"), length);
    if (NftKey.number(bytes(bitwise.field("xor"), length)) != 0) {
      unknown("bitwise");
    }
    registers.put(bitwise.field("dreg").asInt(), new Loaded(loaded.key(), mask, new byte[0]));
  }

  private static byte[] bytes(Value value, int sizeBytes) {
    return value.program().memory().read(value.address(), Math.min(sizeBytes, MAX_DATA_BYTES));
  }

  private void lookup(Value lookup) {
    NftSet set = new NftSet(lookup.field("set").deref());
    Loaded loaded = registers.get(lookup.field("sreg").asInt());
    if (loaded == null || loaded.key() == null) {
      unknown("lookup");
      return;
    }
    List<NftKey> keys = concatenated(lookup.field("sreg").asInt(), set.keyBytes());
    StringJoiner text = new StringJoiner(" . ");
    keys.forEach(key -> text.add(key.text()));
    String not = lookup.has("invert") && lookup.field("invert").asBoolean() ? "!= " : "";
    boolean isMap = lookup.field("dreg").asInt() == NFT_REG_VERDICT && (set.flags() & 8) != 0;
    String of = isMap ? " vmap " : " " + not;
    if (set.isAnonymous() && keys.size() == 1 && !isMap) {
      parts.add(text + of + "{ " + String.join(", ", NftElements.of(set, keys.get(0))) + " }");
    } else if (set.isAnonymous()) {
      unknown("lookup");
    } else {
      parts.add(text + of + "@" + set.name());
    }
  }

  /** Keys that lie in registers one behind the other, as many as the set's have bytes. */
  private List<NftKey> concatenated(int register, int sizeBytes) {
    List<NftKey> keys = new ArrayList<>();
    int left = sizeBytes;
    int at = register;
    while (left > 0 && registers.get(at) != null && registers.get(at).key() != null) {
      NftKey key = registers.get(at).key();
      keys.add(key);
      int words = (key.sizeBytes() + Integer.BYTES - 1) / Integer.BYTES;
      at += words;
      left -= words * Integer.BYTES;
    }
    return keys;
  }

  private void immediate(Value immediate) {
    int register = immediate.field("dreg").asInt();
    if (register != NFT_REG_VERDICT) {
      byte[] data = bytes(immediate.field("data"), immediate.field("dlen").asInt());
      registers.put(register, new Loaded(null, new byte[0], data));
      return;
    }
    Value verdict = immediate.at("data.verdict");
    long code = (int) verdict.field("code").asLong();
    String name = VERDICTS.getOrDefault(code, "");
    if (name.isEmpty()) {
      unknown("verdict " + code);
    } else {
      boolean leads = code == -3 || code == -4;
      parts.add(leads ? name + " " + verdict.at("chain.name").asString() : name);
    }
  }

  static String counter(Value priv) {
    Program kernel = priv.program();
    long packets = 0;
    long bytes = 0;
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      Value counter = PerCpu.of(kernel).ptr(priv.field("counter"), cpu);
      packets += U64Stats.read(counter.field("packets"));
      bytes += U64Stats.read(counter.field("bytes"));
    }
    return "counter packets " + packets + " bytes " + bytes;
  }

  private String limit(NftExpr expr) {
    boolean packets = expr.ops().contains("pkts");
    boolean split = expr.value().program().hasType("struct nft_limit_priv"); // 5.17+
    Value limit = expr.as(split ? "struct nft_limit_priv" : "struct nft_limit");
    long seconds = limit.field("nsecs").asLong() / SECOND_NS;
    long burst = limit.field("burst").asLong();
    String over = limit.field("invert").asBoolean() ? "over " : "";
    String unit = UNITS.getOrDefault(seconds, seconds + " s");
    String rate = limit.field("rate").asLong() + (packets ? "/" : " bytes/") + unit;
    String more =
        burst == 0 || packets && burst == DEFAULT_BURST
            ? ""
            : " burst " + burst + (packets ? " packets" : " bytes");
    return "limit rate " + over + rate + more;
  }

  private void extension(NftExpr expr) {
    ofXtables = true;
    boolean target = expr.name().equals("target");
    String name =
        expr.opsData(target ? "struct xt_target *" : "struct xt_match *").field("name").asString();
    switch (name) {
      case "MASQUERADE" -> parts.add("masquerade");
      default -> {
        parts.add("xt " + expr.name() + " \"" + name + "\"");
        out.partial("what the " + expr.name() + " " + name + " says");
      }
    }
  }
}

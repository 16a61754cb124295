package org.vmcore.kernel.net;

import java.util.List;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.percpu.PercpuCounter;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code struct proto}s, {@code net/core/sock.c}, and what their sockets take. */
public final class Protocols {
  private Protocols() {}

  /** {@code proto_list}. */
  public static List<Value> all(Program kernel) {
    return ListHead.forEachEntry(kernel.symbol("proto_list"), "struct proto", "node");
  }

  /**
   * {@code sock_prot_inuse_get()}: sockets of a protocol in a namespace.
   *
   * @param proto the {@code struct proto}
   */
  public static int inUse(Value net, Value proto) {
    int index = proto.field("inuse_idx").asInt();
    Value perCpu = net.at("core.prot_inuse");
    PerCpu cpus = PerCpu.of(net.program());
    int sum =
        CpuMask.possible(net.program()).stream()
            .map(cpu -> cpus.ptr(perCpu, cpu).field("val").index(index).asInt())
            .sum();
    return Math.max(sum, 0);
  }

  /** {@code sock_inuse_get()}: sockets of all protocols in a namespace. */
  public static int inUse(Value net) {
    PerCpu cpus = PerCpu.of(net.program());
    Value all = MemberVariants.first(net, "core.sock_inuse", "core.prot_inuse");
    return CpuMask.possible(net.program()).stream().map(cpu -> number(cpus.ptr(all, cpu))).sum();
  }

  /** A number of its own before 5.17, then {@code prot_inuse->all}. */
  private static int number(Value inUse) {
    return inUse.type().asStruct().isPresent() ? inUse.field("all").asInt() : inUse.asInt();
  }

  /** Whether the protocol bounds the memory of its sockets. */
  public static boolean countsMemory(Value proto) {
    return !proto.field("memory_allocated").isNull();
  }

  /** {@code proto_memory_allocated()}: pages; since CPUs hold some back it is never negative. */
  public static long memoryAllocatedPages(Value proto) {
    long pages = proto.field("memory_allocated").field("counter").asLong();
    return proto.has("per_cpu_fw_alloc") ? Math.max(0, pages) : pages;
  }

  /** {@code proto_sockets_allocated_sum_positive()}. */
  public static long socketsAllocated(Value proto) {
    return PercpuCounter.sumPositive(proto.field("sockets_allocated").deref());
  }

  /** {@code tcp_orphan_count_sum()}; before 5.16 a {@code struct percpu_counter}. */
  public static long tcpOrphans(Program kernel) {
    Value count = kernel.symbol("tcp_orphan_count");
    return count.type().asStruct().isPresent()
        ? PercpuCounter.sumPositive(count)
        : Math.max(0, (int) PerCpu.of(kernel).sum("tcp_orphan_count", ""));
  }

  /** Sockets of a namespace in TIME_WAIT: a count (before 6.0) or references, one for itself. */
  public static int tcpTimeWait(Value net) {
    Value row = net.at("ipv4.tcp_death_row");
    return row.has("tw_count")
        ? row.at("tw_count.counter").asInt()
        : row.at("tw_refcount.refs.counter").asInt() - 1;
  }

  /**
   * The {@code struct fqdir} (5.3+) or {@code struct netns_frags} of a family: packets whose
   * fragments have not all come.
   *
   * @param family {@code "ipv4"} or {@code "ipv6"}
   */
  public static Value fragments(Value net, String family) {
    return MemberVariants.first(net.field(family), "fqdir", "frags");
  }
}

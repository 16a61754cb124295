package org.vmcore.emit.sys.cgroup;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.BlkCgroup;
import org.vmcore.kernel.cgroup.CgroupFile;
import org.vmcore.kernel.cgroup.IoStat;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Files of the controller {@code io}, {@code block/blk-cgroup.c} and the policies. */
final class IoFiles {
  private static final int READ = 0; // include/linux/kernel.h
  private static final int WRITE = 1;
  private static final int WEIGHT_ONE = 1 << 16; // block/blk-iocost.c
  private static final long VTIME_PER_USEC = (1L << 37) / 1_000_000; // block/blk-iocost.c
  private static final long NSEC_PER_USEC = 1000;
  private static final long NO_RATE = -1; // U64_MAX
  private static final long NO_IOPS = 0xffffffffL; // UINT_MAX

  private IoFiles() {}

  static void register(Map<String, CgroupShow> functions) {
    functions.put("blkcg_print_stat", IoFiles::stat);
    functions.put("tg_print_limit", IoFiles::max);
    functions.put("iolatency_print_limit", IoFiles::latency);
    functions.put("ioc_weight_show", IoFiles::weight);
    functions.put("ioc_qos_show", IoFiles::qos);
    functions.put("ioc_cost_model_show", IoFiles::costModel);
    functions.put("bfq_io_show_weight", IoFiles::bfqWeight);
    functions.put("bfq_io_show_weight_legacy", IoFiles::bfqWeightLegacy);
  }

  /** {@code blkcg_print_one_stat()} of each device. */
  private static void stat(CgroupFile file, Text out) {
    Program kernel = file.kernel();
    boolean showsIdle = BlkCgroup.showsIdleDevices(kernel);
    for (Value blkg : BlkCgroup.of(file).queues()) {
      Optional<String> device = BlkCgroup.deviceName(blkg);
      if (device.isPresent() && blkg.field("online").asBoolean()) {
        Text numbers = new Text();
        traffic(BlkCgroup.stat(blkg), numbers);
        BlkCgroup.policyData(blkg, "blkcg_policy_iocost").ifPresent(pd -> cost(pd, numbers));
        if (showsIdle || numbers.sizeBytes() > 0) {
          out.print("%s ", device.get());
          out.raw(numbers.bytes());
          out.append('\n');
        }
      }
    }
    if (kernel.symbol("blkcg_debug_stats").asBoolean()) {
      out.partial("numbers of blkcg_debug_stats");
    }
  }

  private static void traffic(IoStat stat, Text out) {
    if (stat.hasTraffic()) {
      out.print("rbytes=%llu wbytes=%llu", stat.bytes()[READ], stat.bytes()[WRITE]);
      out.print(" rios=%llu wios=%llu", stat.ios()[READ], stat.ios()[WRITE]);
      out.print(" dbytes=%llu dios=%llu", stat.bytes()[2], stat.ios()[2]);
    }
  }

  /** {@code ioc_pd_stat()}. */
  private static void cost(Value data, Text out) {
    Value group = data.containerOf("struct ioc_gq", "pd");
    Value ioc = group.field("ioc").deref();
    if (!ioc.field("enabled").asBoolean()) {
      return;
    }
    if (group.field("level").asInt() == 0) {
      long rate = ioc.field("vtime_base_rate").asLong() * 10_000;
      long rate10k = (rate + VTIME_PER_USEC / 2) / VTIME_PER_USEC;
      out.print(" cost.vrate=%u.%02u", rate10k / 100, rate10k % 100);
    }
    out.print(" cost.usage=%llu", group.at("last_stat.usage_us").asLong());
  }

  /** {@code blkcg_print_blkgs()}: a line for each device that the policy is in force for. */
  private static void forEachDevice(
      CgroupFile file, String policy, BiConsumer<String, Value> line) {
    for (Value blkg : BlkCgroup.of(file).queues()) {
      Optional<Value> data = BlkCgroup.policyData(blkg, policy);
      Optional<String> device = BlkCgroup.deviceName(blkg);
      if (data.isPresent() && device.isPresent()) {
        line.accept(device.get(), data.get());
      }
    }
  }

  /** {@code io.max} and {@code io.low}. */
  private static void max(CgroupFile file, Text out) {
    forEachDevice(
        file,
        "blkcg_policy_throtl",
        (device, data) -> {
          Value group = data.containerOf("struct throtl_grp", "pd");
          long[] bps = limits(group, "bps", file);
          long[] iops = limits(group, "iops", file);
          boolean limited =
              bps[READ] != NO_RATE
                  || bps[WRITE] != NO_RATE
                  || iops[READ] != NO_IOPS
                  || iops[WRITE] != NO_IOPS;
          if (limited) {
            out.print("%s rbps=%s", device, limit(bps[READ], NO_RATE));
            out.print(" wbps=%s", limit(bps[WRITE], NO_RATE));
            out.print(" riops=%s", limit(iops[READ], NO_IOPS));
            out.line(" wiops=%s", limit(iops[WRITE], NO_IOPS));
          }
        });
  }

  /** By direction; before 6.10 there was a second, lower limit of which the file tells. */
  private static long[] limits(Value group, String kind, CgroupFile file) {
    Value limits = group.has(kind + "_conf") ? group.field(kind + "_conf") : group.field(kind);
    if (!group.has(kind + "_conf")) {
      return limits.longs();
    }
    int which = (int) file.privateData();
    long nrLimits = file.kernel().enumerator("LIMIT_CNT");
    return new long[] {
      limits.row(READ, nrLimits).index(which).asLong(),
      limits.row(WRITE, nrLimits).index(which).asLong()
    };
  }

  private static String limit(long value, long none) {
    return value == none ? "max" : Long.toUnsignedString(value);
  }

  private static void latency(CgroupFile file, Text out) {
    forEachDevice(
        file,
        "blkcg_policy_iolatency",
        (device, data) -> {
          Value group = data.containerOf("struct iolatency_grp", "pd");
          long targetNs = group.field("min_lat_nsec").asLong();
          if (targetNs != 0) {
            out.line("%s target=%llu", device, targetNs / NSEC_PER_USEC);
          }
        });
  }

  private static void weight(CgroupFile file, Text out) {
    Value settings = BlkCgroup.of(file).policyData("blkcg_policy_iocost").orElseThrow();
    Value group = settings.containerOf("struct ioc_cgrp", "cpd");
    out.line("default %u", group.field("dfl_weight").asLong() / WEIGHT_ONE);
    forEachDevice(
        file,
        "blkcg_policy_iocost",
        (device, data) -> {
          Value own = data.containerOf("struct ioc_gq", "pd").field("cfg_weight");
          if (own.asLong() != 0) {
            out.line("%s %u", device, own.asLong() / WEIGHT_ONE);
          }
        });
  }

  private static void qos(CgroupFile file, Text out) {
    forEachDevice(
        file,
        "blkcg_policy_iocost",
        (device, data) -> {
          Value ioc = data.containerOf("struct ioc_gq", "pd").field("ioc").deref();
          boolean user = ioc.field("user_qos_params").asBoolean();
          out.print(
              "%s enable=%d ctrl=%s",
              device, ioc.field("enabled").asBoolean() ? 1 : 0, user ? "user" : "auto");
          out.print(" rpct=%s", percent(ioc, "QOS_RPPM"));
          out.print(" rlat=%u", qos(ioc, "QOS_RLAT"));
          out.print(" wpct=%s", percent(ioc, "QOS_WPPM"));
          out.print(" wlat=%u", qos(ioc, "QOS_WLAT"));
          out.print(" min=%s", percent(ioc, "QOS_MIN"));
          out.line(" max=%s", percent(ioc, "QOS_MAX"));
        });
  }

  private static long qos(Value ioc, String parameter) {
    Value parameters = ioc.at("params.qos");
    return parameters.index(ioc.program().enumerator(parameter)).asLong();
  }

  private static String percent(Value ioc, String parameter) {
    long ppm = qos(ioc, parameter);
    return Text.format("%u.%02u", ppm / 10_000, ppm % 10_000 / 100);
  }

  private static void costModel(CgroupFile file, Text out) {
    forEachDevice(
        file,
        "blkcg_policy_iocost",
        (device, data) -> {
          Value ioc = data.containerOf("struct ioc_gq", "pd").field("ioc").deref();
          boolean user = ioc.field("user_cost_model").asBoolean();
          out.print("%s ctrl=%s model=linear", device, user ? "user" : "auto");
          out.print(" rbps=%llu", coefficient(ioc, "I_LCOEF_RBPS"));
          out.print(" rseqiops=%llu", coefficient(ioc, "I_LCOEF_RSEQIOPS"));
          out.print(" rrandiops=%llu", coefficient(ioc, "I_LCOEF_RRANDIOPS"));
          out.print(" wbps=%llu", coefficient(ioc, "I_LCOEF_WBPS"));
          out.print(" wseqiops=%llu", coefficient(ioc, "I_LCOEF_WSEQIOPS"));
          out.line(" wrandiops=%llu", coefficient(ioc, "I_LCOEF_WRANDIOPS"));
        });
  }

  private static long coefficient(Value ioc, String which) {
    return ioc.at("params.i_lcoefs").index(ioc.program().enumerator(which)).asLong();
  }

  private static void bfqWeight(CgroupFile file, Text out) {
    out.line("default %u", bfqDefault(file));
    forEachDevice(
        file,
        "blkcg_policy_bfq",
        (device, data) -> {
          long own = data.containerOf("struct bfq_group", "pd").at("entity.dev_weight").asLong();
          if (own != 0) {
            out.line("%s %llu", device, own);
          }
        });
  }

  private static void bfqWeightLegacy(CgroupFile file, Text out) {
    out.line("%u", bfqDefault(file));
  }

  private static long bfqDefault(CgroupFile file) {
    return BlkCgroup.of(file)
        .policyData("blkcg_policy_bfq")
        .map(data -> data.containerOf("struct bfq_group_data", "pd").field("weight").asLong())
        .orElse(0L);
  }
}

package org.vmcore.emit.sys.cgroup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.CgroupFile;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Files of the controllers {@code misc} and {@code rdma}, {@code kernel/cgroup/}. */
final class MiscFiles {
  private static final long NO_LIMIT = -1; // MAX_NUM, kernel/cgroup/misc.c
  private static final long NO_RDMA_LIMIT = Integer.MAX_VALUE; // S32_MAX
  private static final int RDMACG_RESOURCE_TYPE_MAX = 0; // enum rdmacg_file_type

  private MiscFiles() {}

  static void register(Map<String, CgroupShow> functions) {
    functions.put("misc_cg_max_show", MiscFiles::max);
    functions.put("misc_cg_current_show", (f, out) -> counters(f, "usage", "", out));
    functions.put("misc_cg_peak_show", (f, out) -> counters(f, "watermark", "", out));
    functions.put("misc_events_show", (f, out) -> counters(f, "events", ".max", out));
    functions.put("misc_events_local_show", (f, out) -> counters(f, "events_local", ".max", out));
    functions.put("misc_cg_capacity_show", MiscFiles::capacity);
    functions.put("rdmacg_resource_read", MiscFiles::rdma);
  }

  private record Resource(String name, long capacity, Value state) {}

  /** What the processor has to give out: {@code misc_res_name[]}. */
  private static List<Resource> resources(CgroupFile file) {
    Program kernel = file.kernel();
    List<Resource> resources = new ArrayList<>();
    List<Value> states = file.state("struct misc_cg").field("res").elements();
    for (int i = 0; i < states.size(); i++) {
      resources.add(
          new Resource(
              kernel.symbol("misc_res_name").index(i).asString(),
              kernel.symbol("misc_res_capacity").index(i).asLong(),
              states.get(i)));
    }
    return resources;
  }

  private static void max(CgroupFile file, Text out) {
    for (Resource resource : resources(file)) {
      if (resource.capacity != 0) {
        long max = resource.state.field("max").asLong();
        out.line("%s %s", resource.name, max == NO_LIMIT ? "max" : Long.toUnsignedString(max));
      }
    }
  }

  private static void counters(CgroupFile file, String member, String suffix, Text out) {
    for (Resource resource : resources(file)) {
      long count = resource.state.field(member).field("counter").asLong();
      if (resource.capacity != 0 || count != 0) {
        out.line("%s%s %llu", resource.name, suffix, count);
      }
    }
  }

  private static void capacity(CgroupFile file, Text out) {
    for (Resource resource : resources(file)) {
      if (resource.capacity != 0) {
        out.line("%s %llu", resource.name, resource.capacity);
      }
    }
  }

  private static void rdma(CgroupFile file, Text out) {
    Program kernel = file.kernel();
    List<Value> names = kernel.symbol("rdmacg_resource_names").elements();
    boolean limits = file.privateData() == RDMACG_RESOURCE_TYPE_MAX;
    for (Value device :
        ListHead.forEachEntry(
            kernel.symbol("rdmacg_devices"), "struct rdmacg_device", "dev_node")) {
      out.print("%s ", device.field("name").asString());
      List<Value> pools =
          ListHead.forEachEntry(
                  file.state("struct rdma_cgroup").field("rpools"),
                  "struct rdmacg_resource_pool",
                  "cg_node")
              .stream()
              .filter(pool -> pool.field("device").asLong() == device.address())
              .toList();
      for (int i = 0; i < names.size(); i++) {
        long none = limits ? NO_RDMA_LIMIT : 0;
        long value = pools.isEmpty() ? none : rdmaValue(pools.get(0), i, limits);
        String shown = value == NO_RDMA_LIMIT ? "max" : Long.toString(value);
        out.print("%s=%s ", names.get(i).asString(), shown);
      }
      out.append('\n');
    }
  }

  private static long rdmaValue(Value pool, int resource, boolean limit) {
    return pool.field("resources").index(resource).field(limit ? "max" : "usage").asInt();
  }
}

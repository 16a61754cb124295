package org.vmcore.kernel.recovery;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.model.Value;

/** Sets of kernel objects, devices by number. */
final class DeviceRules {
  private static final int MAJOR_HASH = 255; // CHRDEV_MAJOR_HASH_SIZE, BLKDEV_MAJOR_HASH_SIZE

  static final List<Rule> ALL =
      List.of(
          kset("class_kset", "class", "__class_register", "class_register"),
          kset("bus_kset", "bus", "bus_register"),
          kset("devices_kset", "devices", "device_initialize", "devices_kset_move_last"),
          kset("module_kset", "module", "mod_sysfs_setup", "module_add_driver"),
          kset("slab_kset", "slab", "sysfs_slab_add"),
          new Rule(
              "misc_list",
              e ->
                  e.referred(
                      a ->
                          e.isListOf(
                              a,
                              "struct miscdevice",
                              "list",
                              misc -> Evidence.isPrintable(misc.field("name").asString())),
                      "misc_register",
                      "misc_seq_start")),
          list("input_dev_list", "struct input_dev", "node", "input_devices_seq_next"),
          list("input_handler_list", "struct input_handler", "node", "input_register_handler"),
          new Rule(
              "elv_list",
              e ->
                  e.referred(
                      a ->
                          e.isListOf(
                              a,
                              "struct elevator_type",
                              "list",
                              type -> e.isText(type.field("elevator_name").asLong())),
                      "elv_register")),
          new Rule(
              "sections_per_block",
              e ->
                  e.shared(
                      a -> Long.bitCount(e.number(a)) == 1,
                      "phys_index_show",
                      "find_memory_block")),
          new Rule("vga_default", e -> e.accessed(a -> true, "vga_default_device")),
          new Rule(
              "chrdevs",
              e ->
                  e.referred(
                      a -> isTableOfNames(e, a, "struct char_device_struct *", "name"),
                      "chrdev_show")),
          new Rule(
              "major_names",
              e ->
                  e.referred(
                      a -> isTableOfNames(e, a, "struct blk_major_name *", "name"),
                      "blkdev_show")));

  private DeviceRules() {}

  private static Rule kset(String symbol, String name, String... functions) {
    Function<Evidence, OptionalLong> find =
        e ->
            e.referred(
                a -> {
                  Value kset = e.kernel().object("struct kset *", a);
                  return !kset.isNull() && e.isText(kset.at("kobj.name").asLong(), name);
                },
                functions);
    return new Rule(symbol, find);
  }

  private static Rule list(String symbol, String type, String member, String function) {
    Function<Evidence, OptionalLong> find =
        e ->
            e.referred(
                a ->
                    e.isListOf(
                        a,
                        type,
                        member,
                        entry ->
                            entry.field("name").isNull() || e.isText(entry.field("name").asLong())),
                function);
    return new Rule(symbol, find);
  }

  private static boolean isTableOfNames(Evidence e, long address, String type, String name) {
    int nrUsed = 0;
    for (int i = 0; i < MAJOR_HASH; i++) {
      Value entry = e.kernel().object(type, address + 8L * i);
      if (!entry.isNull()) {
        if (!Evidence.isPrintable(entry.field(name).asString())) {
          return false;
        }
        nrUsed++;
      }
    }
    return nrUsed > 0;
  }
}

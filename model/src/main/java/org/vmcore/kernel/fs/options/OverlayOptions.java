package org.vmcore.kernel.fs.options;

import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Malformed;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code ovl_show_options()}, {@code fs/overlayfs/params.c}, before 6.5 {@code super.c}. */
final class OverlayOptions {
  private static final String[] XINO = {"off", "auto", "on"}; // enums of fs/overlayfs/overlayfs.h
  private static final String[] REDIRECT = {"off", "follow", "nofollow", "on"};
  private static final String[] UUID = {"off", "null", "auto", "on"};
  private static final String[] VERITY = {"off", "on", "require"};
  private static final String[] FSYNC = {"volatile", "auto", "strict"};
  private static final int UUID_AUTO = 2;
  private static final int FSYNC_AUTO = 1;
  private static final int MAX_LAYERS = 500; // OVL_MAX_STACK

  private OverlayOptions() {}

  static void show(SuperBlock superBlock, OptionText out) {
    Program kernel = superBlock.kernel();
    Value fs = superBlock.fsInfo("struct ovl_fs");
    Value config = fs.field("config");
    lowerDirectories(fs, config, out);
    if (!config.field("upperdir").isNull()) {
      out.escaped("upperdir", config.field("upperdir").asString());
      out.escaped("workdir", config.field("workdir").asString());
    }
    out.flagIf(config.field("default_permissions").asBoolean(), "default_permissions");
    redirect(kernel, config, out);
    switched("index", config, MountOptions.isOn(kernel, "ovl_index_def"), out);
    uuid(config, out);
    switched("nfs_export", config, MountOptions.isOn(kernel, "ovl_nfs_export_def"), out);
    int usualXino = MountOptions.isOn(kernel, "ovl_xino_auto_def") ? 1 : 0;
    boolean sameFs = fs.has("xino_mode") && fs.field("xino_mode").asInt() == 0;
    if (config.field("xino").asInt() != usualXino && !sameFs) {
      mode("xino", config.field("xino"), XINO, out);
    }
    switched("metacopy", config, MountOptions.isOn(kernel, "ovl_metacopy_def"), out);
    last(config, out);
  }

  /** Since 6.8 what was given at once is first of all layers' names, and empty if they were not. */
  private static void lowerDirectories(Value fs, Value config, OptionText out) {
    if (!config.has("lowerdirs")) {
      out.escaped("lowerdir", config.field("lowerdir").asString());
      return;
    }
    Value names = config.field("lowerdirs");
    if (!names.index(0).isNull()) {
      out.escaped("lowerdir", names.index(0).asString());
      return;
    }
    long layers = fs.field("numlayer").asLong();
    if (layers < 0 || layers > MAX_LAYERS + 1) {
      throw new Malformed("absurd number of layers " + layers, "struct ovl_fs", fs.address());
    }
    long merged = layers - fs.field("numdatalayer").asLong();
    for (int i = 1; i < layers; i++) {
      out.escaped(i < merged ? "lowerdir+" : "datadir+", names.index(i).asString());
    }
  }

  /** A string before 6.5. */
  private static void redirect(Program kernel, Value config, OptionText out) {
    Value mode = config.field("redirect_mode");
    boolean on = MountOptions.isOn(kernel, "ovl_redirect_dir_def");
    if (mode.type().resolved().sizeBytes() == Long.BYTES) {
      String name = mode.asString();
      if (!name.equals(on ? "on" : "off")) {
        out.put("redirect_dir", name);
      }
      return;
    }
    int follow = MountOptions.isOn(kernel, "ovl_redirect_always_follow") ? 1 : 2;
    if (mode.asInt() != (on ? 3 : follow)) {
      mode("redirect_dir", mode, REDIRECT, out);
    }
  }

  private static void switched(String name, Value config, boolean usual, OptionText out) {
    boolean on = config.field(name).asBoolean();
    if (on != usual) {
      out.put(name, on ? "on" : "off");
    }
  }

  /** On or off since 5.12, four modes since 6.6. */
  private static void uuid(Value config, OptionText out) {
    if (!config.has("uuid")) {
      return;
    }
    Value uuid = config.field("uuid");
    if (uuid.type().resolved().sizeBytes() == 1) {
      out.flagIf(!uuid.asBoolean(), "uuid=off");
    } else if (uuid.asInt() != UUID_AUTO) {
      mode("uuid", uuid, UUID, out);
    }
  }

  private static void last(Value config, OptionText out) {
    out.flagIf(
        MemberVariants.find(config, "ovl_volatile").map(Value::asBoolean).orElse(Boolean.FALSE),
        "volatile");
    if (config.has("fsync_mode") && config.field("fsync_mode").asInt() != FSYNC_AUTO) {
      mode("fsync", config.field("fsync_mode"), FSYNC, out);
    }
    out.flagIf(config.has("userxattr") && config.field("userxattr").asBoolean(), "userxattr");
    if (config.has("verity_mode") && config.field("verity_mode").asInt() != 0) {
      mode("verity", config.field("verity_mode"), VERITY, out);
    }
  }

  private static void mode(String name, Value mode, String[] names, OptionText out) {
    int number = mode.asInt();
    if (number < 0 || number >= names.length) {
      throw new Malformed("unknown " + name + " " + number, "struct ovl_config", mode.address());
    }
    out.put(name, names[number]);
  }
}

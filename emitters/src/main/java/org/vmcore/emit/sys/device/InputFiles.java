package org.vmcore.emit.sys.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.input.InputDevice;
import org.vmcore.model.Program;

/** {@code input_dev_attr_groups[]}, {@code drivers/input/input.c}. */
final class InputFiles {
  private static final ShowTable<InputDevice> OWN =
      new ShowTable<InputDevice>()
          .text("name", input -> input.text("name"))
          .text("phys", input -> input.text("phys"))
          .text("uniq", input -> input.text("uniq"))
          .text("modalias", InputDevice::modalias)
          .text("properties", input -> input.bitmap("propbit"))
          .flag("inhibited", input -> input.value().field("inhibited").asBoolean());

  private static final ShowTable<InputDevice> ID = new ShowTable<>();
  private static final ShowTable<InputDevice> CAPABILITIES = new ShowTable<>();

  static {
    for (String name : List.of("bustype", "vendor", "product", "version")) {
      ID.add(name, (input, out) -> out.line("%04x", input.id(name)));
    }
    CAPABILITIES.text("ev", input -> input.bitmap("evbit"));
    for (InputDevice.Kind kind : InputDevice.KINDS) {
      CAPABILITIES.text(kind.name().toLowerCase(Locale.ROOT), input -> input.bitmap(kind.member()));
    }
  }

  @EmitsMany(path = "sys/devices/{input*}/{name}", each = Own.class)
  void own(Program kernel, SysfsFile<InputDevice> file, Text out) {
    file.show(out);
  }

  @EmitsMany(path = "sys/devices/{input*}/id/{name}", each = Ids.class)
  void id(Program kernel, SysfsFile<InputDevice> file, Text out) {
    file.show(out);
  }

  @EmitsMany(path = "sys/devices/{input*}/capabilities/{name}", each = Capabilities.class)
  void capability(Program kernel, SysfsFile<InputDevice> file, Text out) {
    file.show(out);
  }

  private static List<Key<SysfsFile<InputDevice>>> keys(
      Program kernel, ShowTable<InputDevice> files, String directory) {
    List<Key<SysfsFile<InputDevice>>> keys = new ArrayList<>();
    if (kernel.hasSymbol("input_dev_list")) {
      for (InputDevice input : InputDevice.all(kernel)) {
        keys.addAll(files.keys(input.device(), directory, input));
      }
    }
    return keys;
  }

  /** What the devices are. */
  @Enumerates({"input", "name"})
  static final class Own implements Enumerator<SysfsFile<InputDevice>> {
    @Override
    public List<Key<SysfsFile<InputDevice>>> keys(Program kernel) {
      return InputFiles.keys(kernel, OWN, "");
    }
  }

  /** Their numbers. */
  @Enumerates({"input", "name"})
  static final class Ids implements Enumerator<SysfsFile<InputDevice>> {
    @Override
    public List<Key<SysfsFile<InputDevice>>> keys(Program kernel) {
      return InputFiles.keys(kernel, ID, "id");
    }
  }

  /** What they can do. */
  @Enumerates({"input", "name"})
  static final class Capabilities implements Enumerator<SysfsFile<InputDevice>> {
    @Override
    public List<Key<SysfsFile<InputDevice>>> keys(Program kernel) {
      return InputFiles.keys(kernel, CAPABILITIES, "capabilities");
    }
  }
}

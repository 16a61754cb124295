package org.vmcore.kernel.fs;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.fs.options.MountOptions;
import org.vmcore.kernel.fs.options.OptionText;
import org.vmcore.model.Malformed;
import org.vmcore.model.NoSuchType;

/**
 * A mount as a process sees it, in the words of {@code fs/proc_namespace.c}. Names are escaped as
 * there.
 *
 * @param device what is mounted
 * @param directory where it is mounted
 * @param root its root within its file system
 * @param type the file system's type, with the subtype
 * @param mountFlags {@code ",nosuid,nodev"}
 * @param propagation {@code " shared:1"}
 * @param options of the whole file system: {@code ",sync"}, of the security module, and its own
 * @param missing what of all this is not known
 */
public record MountRow(
    Mount mount,
    String device,
    String directory,
    String root,
    String type,
    String mountFlags,
    String propagation,
    Options options,
    List<String> missing) {

  public MountRow {
    missing = List.copyOf(missing);
  }

  /** Options of the whole file system; {@code ofSuperBlock} are those that the VFS knows. */
  public record Options(String ofSuperBlock, String own) {}

  static MountRow of(Mount mount, DPath names) {
    List<String> missing = new ArrayList<>();
    SuperBlock superBlock = mount.superBlock();
    OptionText security = MountOptions.ofSecurityModule(superBlock);
    OptionText own = MountOptions.of(superBlock, mount.root());
    missing.addAll(security.missing());
    missing.addAll(own.missing());
    return new MountRow(
        mount,
        device(mount, missing),
        SeqEscape.path(names.ofMount(mount.value())),
        mount.rootWithinFileSystem(),
        superBlock.shownType(),
        mount.flagOptions(),
        mount.propagation(names),
        new Options(superBlock.flagOptions() + security.text(), own.text()),
        missing);
  }

  private static String device(Mount mount, List<String> missing) {
    try {
      return DeviceNames.of(mount);
    } catch (NoSuchType | MemoryFault | Malformed fault) {
      missing.add("the name that " + mount.superBlock().typeName() + " gives its device");
      return SeqEscape.path(DeviceNames.given(mount));
    }
  }

  /** {@code __mnt_is_readonly()}. */
  public boolean isReadOnly() {
    return mount.isReadOnly() || mount.superBlock().isReadOnly();
  }
}

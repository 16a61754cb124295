package org.vmcore.kernel.fs;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Value;

/** Labels that file systems were given, where the kernel keeps them. */
public final class Labels {
  private Labels() {}

  /** The label, empty for a file system that has none; nothing where memory does not tell. */
  public static Optional<String> of(SuperBlock superBlock) {
    if (superBlock.value().field("s_bdev").isNull()) {
      return Optional.of("");
    }
    try {
      return switch (superBlock.typeName()) {
        case "ext2", "ext3", "ext4" ->
            text(superBlock.fsInfo("struct ext4_sb_info").field("s_es").field("s_volume_name"));
        case "xfs" -> text(superBlock.fsInfo("struct xfs_mount").at("m_sb.sb_fname"));
        case "squashfs" -> Optional.of("");
        default -> Optional.empty();
      };
    } catch (NoSuchType | MemoryFault unknown) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(Value characters) {
    String text = new String(characters.bytes(), StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    return Optional.of(end < 0 ? text : text.substring(0, end));
  }
}

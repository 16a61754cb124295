package org.vmcore.kernel.fs;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.vmcore.model.Value;

/**
 * What {@code exportfs_encode_fid()} makes of an inode, {@code fs/exportfs/expfs.c}.
 *
 * @param type {@code enum fid_type}
 */
public record FileHandle(int type, byte[] bytes) {
  private static final int FILEID_INO32_GEN = 1; // include/linux/exportfs.h
  private static final int FILEID_KERNFS = 0xfe;

  /** Empty for file systems that have a form of their own. */
  public static Optional<FileHandle> of(Value inode) {
    Value operations = inode.field("i_sb").field("s_export_op");
    String encode =
        operations.isNull() ? "" : SuperBlock.functionName(operations.field("encode_fh"));
    long number = inode.field("i_ino").asLong();
    int generation = inode.field("i_generation").asInt();
    return switch (encode) {
      case "", "export_encode_fh", "generic_encode_ino32_fh" ->
          Optional.of(words(inode, FILEID_INO32_GEN, (int) number, generation));
      case "shmem_encode_fh" ->
          Optional.of(
              words(
                  inode,
                  FILEID_INO32_GEN,
                  generation,
                  (int) number,
                  (int) (number >>> Integer.SIZE)));
      case "kernfs_encode_fh" -> Optional.of(ofKernfs(inode));
      default -> Optional.empty();
    };
  }

  private static FileHandle words(Value inode, int type, int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * Integer.BYTES);
    bytes.order(inode.program().memory().order());
    for (int word : words) {
      bytes.putInt(word);
    }
    return new FileHandle(type, bytes.array());
  }

  private static FileHandle ofKernfs(Value inode) {
    Value node = inode.field("i_private").cast("struct kernfs_node *");
    return new FileHandle(FILEID_KERNFS, node.field("id").bytes(Long.BYTES));
  }
}

package org.vmcore.model;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.VmlinuxFile;
import org.vmcore.debuginfo.search.DebugFolders;

/**
 * Open kernel images, shared by all dumps of one kernel. An image lives as long as a program uses
 * it; the last few stay for the next dump. Thread-safe.
 */
public final class KernelImages {
  private static final int KEPT = 2; // an index of a distribution's kernel takes some 100 MB
  private static final Map<Key, WeakReference<KernelImage>> OPEN = new HashMap<>();
  private static final Deque<KernelImage> RECENT = new ArrayDeque<>();

  /** One state of one file: a vmlinux that was replaced is another. */
  private record Key(Path path, long sizeBytes, FileTime modified) {}

  private KernelImages() {}

  /**
   * The image in a vmlinux.
   *
   * @param folders where to look for what it refers to
   * @throws org.vmcore.io.Fault when it cannot be opened
   */
  public static KernelImage open(Path vmlinux, DebugFolders folders) {
    return open(vmlinux, () -> VmlinuxFile.open(vmlinux, folders));
  }

  /** The image in a file, which {@code opener} opens unless it is open already. */
  public static synchronized KernelImage open(Path file, Supplier<KernelImage> opener) {
    Key key;
    try {
      Path real = file.toRealPath();
      key = new Key(real, Files.size(real), Files.getLastModifiedTime(real));
    } catch (IOException e) {
      return opener.get(); // says what is wrong with the file
    }
    WeakReference<KernelImage> known = OPEN.get(key);
    KernelImage image = known == null ? null : known.get();
    if (image == null) {
      image = opener.get();
      OPEN.put(key, new WeakReference<>(image));
    }
    RECENT.remove(image);
    RECENT.addLast(image);
    if (RECENT.size() > KEPT) {
      RECENT.removeFirst();
    }
    return image;
  }
}

package org.vmcore.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where this platform wants programs to keep what they can make anew. */
public final class CacheFolder {
  private static final String OURS = "vmcore-report";

  private CacheFolder() {}

  /** The folder of this machine and user; empty when neither environment nor home is set. */
  public static Optional<Path> ofProcess() {
    return of(System.getenv()::get, System.getProperty("os.name"), System.getProperty("user.home"));
  }

  /**
   * {@code XDG_CACHE_HOME} counts on every platform, where it is set.
   *
   * @param environment a variable's value, or null
   */
  static Optional<Path> of(UnaryOperator<String> environment, String system, String home) {
    String name = system.toLowerCase(Locale.ROOT);
    Optional<Path> standard = absolute(environment.apply("XDG_CACHE_HOME"));
    if (standard.isPresent()) {
      return standard.map(folder -> folder.resolve(OURS));
    }
    if (name.startsWith("windows")) {
      return absolute(environment.apply("LOCALAPPDATA"))
          .map(folder -> folder.resolve(OURS).resolve("cache"));
    }
    String below = name.startsWith("mac") ? "Library/Caches" : ".cache";
    return absolute(home).map(folder -> folder.resolve(below).resolve(OURS));
  }

  /** The XDG specification wants relative paths to be ignored. */
  private static Optional<Path> absolute(String path) {
    try {
      return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}

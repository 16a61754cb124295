package org.vmcore.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
  private static final String HOME = Path.of("home", "ann").toAbsolutePath().toString();
  private static final String ELSEWHERE = Path.of("scratch").toAbsolutePath().toString();

  private static Optional<Path> folder(String system, Map<String, String> environment) {
    return CacheFolder.of(environment::get, system, HOME);
  }

  @Test
  void eachPlatformHasItsPlace() {
    assertThat(folder("Linux", Map.of()), is(Optional.of(Path.of(HOME, ".cache/vmcore-report"))));
    assertThat(
        folder("Mac OS X", Map.of()),
        is(Optional.of(Path.of(HOME, "Library/Caches/vmcore-report"))));
    assertThat(
        folder("Windows 11", Map.of("LOCALAPPDATA", ELSEWHERE)),
        is(Optional.of(Path.of(ELSEWHERE, "vmcore-report", "cache"))));
  }

  @Test
  void whoSetsXdgCacheHomeIsObeyedEverywhere() {
    for (String system : new String[] {"Linux", "Mac OS X", "Windows 11"}) {
      assertThat(
          folder(system, Map.of("XDG_CACHE_HOME", ELSEWHERE)),
          is(Optional.of(Path.of(ELSEWHERE, "vmcore-report"))));
    }
  }

  @Test
  void relativePathsDoNotCount() {
    assertThat(
        folder("Linux", Map.of("XDG_CACHE_HOME", "cache")),
        is(Optional.of(Path.of(HOME, ".cache/vmcore-report"))));
    assertThat(CacheFolder.of(Map.<String, String>of()::get, "Linux", "?"), is(Optional.empty()));
    assertThat(folder("Windows 11", Map.of()), is(Optional.empty()));
  }
}

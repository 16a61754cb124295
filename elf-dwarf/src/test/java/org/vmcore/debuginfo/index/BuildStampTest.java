package org.vmcore.debuginfo.index;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildStampTest {
  @TempDir Path classes;

  private int stamp;

  @BeforeEach
  void twoClasses() throws IOException {
    write("dwarf/Reader.class", "reads");
    write("Writer.class", "writes");
    stamp = BuildStamp.of(classes);
  }

  private Path write(String name, String bytes) throws IOException {
    Path file = classes.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, bytes);
  }

  @Test
  void theSameClassesHaveTheSameStampWhenTheyAreBuiltAgain() throws IOException {
    Files.setLastModifiedTime(write("Writer.class", "writes"), FileTime.fromMillis(1));
    write("Writer.java", "is no class");

    assertThat(BuildStamp.of(classes), is(stamp));
  }

  @Test
  void anyClassThatChangesChangesIt() throws IOException {
    write("dwarf/Reader.class", "Reads");

    assertThat(BuildStamp.of(classes), is(not(stamp)));
  }

  @Test
  void soDoesOneThatComesOrHasAnotherName() throws IOException {
    Files.move(classes.resolve("Writer.class"), classes.resolve("IndexWriter.class"));
    assertThat(BuildStamp.of(classes), is(not(stamp)));

    write("Writer.class", "writes");
    assertThat(BuildStamp.of(classes), is(not(stamp)));
  }

  @Test
  void anIndexIsOfTheClassesThatRunHere() throws IOException, URISyntaxException {
    Path here =
        Path.of(IndexFormat.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    assertThat(IndexFormat.VERSION, is(BuildStamp.of(here)));
  }
}

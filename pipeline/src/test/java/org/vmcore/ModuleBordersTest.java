package org.vmcore;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom: {@code elf-dwarf <- model <- emitters <- pipeline}, never back. */
class ModuleBordersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar")) // fixtures of others
          .importPackages("org.vmcore");

  private static final String[] PIPELINE = {
    "org.vmcore.pipeline..", "org.vmcore.archive..", "org.vmcore.store..", "org.vmcore.cli.."
  };
  private static final String[] EMITTERS = {"org.vmcore.emit.."};
  private static final String[] MODEL = {"org.vmcore.model..", "org.vmcore.kernel.."};

  @Test
  void modulesKnowThoseBelowAlone() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("pipeline")
        .definedBy(PIPELINE)
        .layer("emitters")
        .definedBy(EMITTERS)
        .layer("model")
        .definedBy(MODEL)
        .layer("elf-dwarf")
        .definedBy(resideInAPackage("org.vmcore..").and(DescribedPredicate.not(above())))
        .whereLayer("pipeline")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("emitters")
        .mayOnlyBeAccessedByLayers("pipeline")
        .whereLayer("model")
        .mayOnlyBeAccessedByLayers("pipeline", "emitters")
        .check(CLASSES);
  }

  @Test
  void onlyThePipelineKnowsEngineAndCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(PIPELINE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.beam..", "org.apache.commons..", "picocli..")
        .check(CLASSES);
  }

  @Test
  void compressionIsTheBusinessOfBytesAndArchives() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.vmcore.io..", "org.vmcore.archive..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.tukaani..", "io.airlift..")
        .check(CLASSES);
  }

  @Test
  void nobodyNamesARunner() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.beam.runners..")
        .check(CLASSES);
  }

  @Test
  void theCommandLineLeavesTheEngineToThePipeline() {
    noClasses()
        .that()
        .resideInAnyPackage("org.vmcore.cli..", "org.vmcore.archive..", "org.vmcore.store..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.beam..")
        .check(CLASSES);
  }

  @Test
  void archivesKnowNoKernel() {
    noClasses()
        .that()
        .resideInAPackage("org.vmcore.archive..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.vmcore.model..", "org.vmcore.kernel..", "org.vmcore.emit..")
        .check(CLASSES);
  }

  @Test
  void onlyThePipelineWritesFiles() {
    noClasses()
        .that()
        .resideOutsideOfPackages(PIPELINE)
        .and()
        .doNotHaveFullyQualifiedName("org.vmcore.emit.EmitterIndex") // runs in the build
        .and()
        .doNotHaveFullyQualifiedName("org.vmcore.debuginfo.index.BuildStamp") // as well
        .should()
        .callMethodWhere(
            DescribedPredicate.describe("writes files", ModuleBordersTest::writesFiles))
        .check(CLASSES);
  }

  @Test
  void emittersKnowNoFiles() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.vmcore.emit.proc..", "org.vmcore.emit.sys..", "org.vmcore.emit.commands..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void faultsAreTyped() {
    classes()
        .that()
        .areAssignableTo(Throwable.class)
        .should()
        .beAssignableTo("org.vmcore.io.Fault")
        .orShould()
        .beAssignableTo("java.io.IOException")
        .check(CLASSES);
  }

  @Test
  void aPackageIsInOneModuleAlone() throws IOException {
    Map<String, String> moduleOf = new HashMap<>();
    List<String> split = new ArrayList<>();
    for (String module : List.of("elf-dwarf", "model", "emitters", "pipeline")) {
      Path sources = Path.of("..", module, "src", "main", "java");
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .map(file -> sources.relativize(file.getParent()).toString())
            .distinct()
            .forEach(
                folder -> {
                  String other = moduleOf.putIfAbsent(folder, module);
                  if (other != null) {
                    split.add(folder + " in " + other + " and " + module);
                  }
                });
      }
    }
    assertThat(split, empty());
  }

  private static DescribedPredicate<JavaClass> above() {
    return resideInAnyPackage(PIPELINE)
        .or(resideInAnyPackage(EMITTERS))
        .or(resideInAnyPackage(MODEL));
  }

  private static boolean writesFiles(JavaCall<?> call) {
    String owner = call.getTargetOwner().getFullName();
    String name = call.getTarget().getName();
    return owner.equals("java.nio.file.Files")
            && name.matches(
                "(write|create|delete|move|copy|newOutputStream|newBufferedWriter|set).*")
        || owner.equals("java.io.FileOutputStream")
        || owner.equals("java.io.FileWriter");
  }
}

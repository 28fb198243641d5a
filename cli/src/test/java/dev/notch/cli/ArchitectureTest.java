package dev.notch.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** What may know what. */
@AnalyzeClasses(packages = "dev.notch", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule MODULES_POINT_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("models")
          .definedBy("dev.notch.models..")
          .layer("profiler")
          .definedBy("dev.notch.profiler..")
          .layer("timing-model")
          .definedBy("dev.notch.timing..")
          .layer("compressor")
          .definedBy("dev.notch.compressor..")
          .layer("cli")
          .definedBy("dev.notch.cli..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("compressor")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("timing-model")
          .mayOnlyBeAccessedByLayers("compressor", "cli")
          .whereLayer("profiler")
          .mayOnlyBeAccessedByLayers("timing-model", "compressor", "cli");

  @ArchTest
  static final ArchRule EVERY_CLASS_HAS_A_MODULE =
      noClasses()
          .should()
          .resideOutsideOfPackages(
              "dev.notch.models..",
              "dev.notch.profiler..",
              "dev.notch.timing..",
              "dev.notch.compressor..",
              "dev.notch.cli..");

  @ArchTest
  static final ArchRule PACKAGES_OF_THE_MODELS_HAVE_NO_CYCLES = noCycles("dev.notch.models.(*)..");

  @ArchTest
  static final ArchRule PACKAGES_OF_THE_PROFILER_HAVE_NO_CYCLES =
      noCycles("dev.notch.profiler.(*)..");

  @ArchTest
  static final ArchRule PACKAGES_OF_THE_TIMING_MODEL_HAVE_NO_CYCLES =
      noCycles("dev.notch.(timing..)");

  @ArchTest
  static final ArchRule PACKAGES_OF_THE_COMPRESSOR_HAVE_NO_CYCLES =
      noCycles("dev.notch.(compressor..)");

  private static ArchRule noCycles(String packages) {
    return SlicesRuleDefinition.slices().matching(packages).should().beFreeOfCycles();
  }

  @ArchTest
  static final ArchRule DJL_STAYS_WHERE_NETWORKS_RUN =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.notch.models.djl..",
              "dev.notch.profiler.djl..",
              "dev.notch.compressor.training..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..");

  @ArchTest
  static final ArchRule ONNX_RUNTIME_STAYS_IN_ITS_BACKEND =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.notch.profiler.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule THE_SEARCH_LIBRARY_STAYS_IN_THE_COMPRESSOR =
      noClasses()
          .that(not(resideInAPackage("dev.notch.compressor..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.jenetics..");

  @ArchTest
  static final ArchRule SMILE_STAYS_IN_THE_TIMING_MODEL =
      noClasses()
          .that(not(resideInAPackage("dev.notch.timing..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("smile..");

  @ArchTest
  static final ArchRule NOTHING_IS_STORED_AS_SERIALISED_OBJECTS =
      noClasses()
          .should()
          .dependOnClassesThat(
              assignableTo(java.io.ObjectOutputStream.class)
                  .or(assignableTo(java.io.ObjectInputStream.class)));

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS =
      noClasses().that(not(resideInAPackage("dev.notch.cli.."))).should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule NOTHING_OPENS_CONNECTIONS =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.net.http..", "javax.net..")
                  .or(assignableTo(java.net.Socket.class))
                  .or(assignableTo(java.net.URLConnection.class)));
}

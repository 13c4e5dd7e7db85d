/** Where the lesson speaks of something. Pure. */
import type { Lesson, LessonSection } from "../api/types";

export interface Place {
  readonly chapter: number;
  readonly section: LessonSection;
}

/** The first section about the first of these names that any section is about. */
export function placeOf(lesson: Lesson, names: readonly string[]): Place | null {
  for (const name of names) {
    for (const [chapter, { sections }] of lesson.chapters.entries()) {
      const section = sections.find(({ about }) => about.includes(name));
      if (section) return { chapter, section };
    }
  }
  return null;
}

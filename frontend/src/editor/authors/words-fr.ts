// What the editor says of its authors and of what is new, in French (`~` and `_` as in words/fr.ts).

export const fr = {
  title: "Qui a écrit quoi",
  show: "Montrer les auteurs dans le texte",
  shown_one: "{count} personne a écrit ce texte.",
  shown_other: "{count} personnes ont écrit ce texte.",
  failed: "Les auteurs n’ont pas pu être lus. Réessayez dans un instant.",
  nobody: "Auteur inconnu",
  page: "Parts de chacun et film de l’écriture",
  changed_one: "{count} passage a changé depuis votre dernière visite, {when}.",
  changed_other: "{count} passages ont changé depuis votre dernière visite, {when}.",
  first: "Voir le premier",
  next: "Voir le suivant",
  at: "Passage {number} sur {total}",
};

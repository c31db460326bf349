"""First names that are common in the United Kingdom and are seldom another word.

Chosen by hand from names that many people bear; names such as May, Mark, Grace or Will, which are
words as well, are left out, and so are names of places and of illnesses.
"""

_NAMES = """
    Aaron Abdul Abigail Adam Adele Adrian Agnieszka Ahmed Aisha Alan Albert Alex Alexander
    Alexandra Alfie Alice Alison Amanda Amelia Amina Amy Andrea Andrew Angela Anita Ann Anna
    Anne Annette Annie Anthony Antonio Arthur Ashley Audrey Barbara Barry Beatrice Ben Benjamin
    Bernadette Bernard Beth Bethany Betty Beverley Brenda Brian Bridget Callum Cameron Carl
    Carol Carole Caroline Catherine Cathy Charles Charlie Charlotte Chloe Chris Christina
    Christine Christopher Claire Clare Colin Connor Craig Damian Daniel Danielle Darren Dave
    David Deborah Debbie Debra Denise Dennis Derek Diana Diane Dominic Donald Donna Doreen
    Doris Dorothy Douglas Duncan Dylan Edith Edward Eileen Elaine Eleanor Elizabeth Ella Ellen
    Ellie Elsie Emily Emma Eric Esther Ethan Evelyn Fatima Fiona Frances Francis Fred Frederick
    Gareth Gary Gemma Geoffrey George Georgia Gerald Gillian Glenn Gloria Gordon Graham Greg
    Gregory Gwen Hannah Harold Harriet Harry Hassan Hayley Heather Helen Henry Howard Hugh Ian
    Imran Irene Isaac Isabella Isla Ivan Jackie Jacob Jacqueline Jade Jake James Jamie Jan Jane
    Janet Janice Jason Jayne Jean Jeff Jeffrey Jennifer Jenny Jeremy Jessica Jill Jim Joan
    Joanna Joanne Joe Joel John Johnny Jonathan Joseph Josh Joshua Joyce Judith Julia Julian
    Julie Karen Kate Kathleen Kathryn Katie Kay Keith Kelly Ken Kenneth Kerry Kevin Kim Kirsty
    Krishna Laura Lauren Leanne Lee Leonard Leslie Lesley Lewis Liam Linda Lindsay Lisa Liz
    Lorraine Louis Louise Lucy Luke Lynda Lynn Lynne Magda Malcolm Mandy Marcus Margaret Maria
    Marian Marie Marilyn Marion Marjorie Martin Mary Matthew Maureen Maurice Megan Mehmet
    Melanie Melissa Michael Michelle Mick Mike Mildred Miriam Mohamed Mohammad Mohammed Moira
    Molly Monica Muhammad Muriel Nadia Nancy Naomi Natalie Natasha Nathan Neil Nicholas Nick
    Nicola Nicole Nigel Noah Norma Norman Oliver Olivia Omar Oscar Owen Pamela Patricia Patrick
    Paul Paula Pauline Peggy Peter Phil Philip Phillip Phoebe Phyllis Priya Rachel Rajesh Ralph
    Raymond Rebecca Rhys Richard Rita Robert Roger Ronald Rosemary Ross Roy Russell Ruth Ryan
    Sally Sam Samantha Samuel Sandra Sanjay Sarah Scott Sean Sharon Sheila Shirley Simon Sophia
    Sophie Stacey Stanley Stephanie Stephen Steve Steven Stuart Susan Suzanne Sylvia Tanya
    Teresa Terence Terry Theresa Thomas Tim Timothy Tina Tom Tony Tracey Tracy Trevor Valerie
    Vanessa Vera Veronica Victoria Vincent Wayne Wendy William Winifred Yasmin Yvonne Zoe
"""
FIRST_NAMES = frozenset(_NAMES.split())

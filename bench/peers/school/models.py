"""A student, and a parent of theirs."""

from django.db import models


class Student(models.Model):
    student_id = models.CharField(max_length=50, primary_key=True)
    year = models.CharField(max_length=9)
    class_code = models.CharField(max_length=50)
    grade = models.CharField(max_length=50)
    last_name = models.CharField(max_length=100)
    first_name = models.CharField(max_length=100)


class Parent(models.Model):
    student = models.ForeignKey(Student, on_delete=models.CASCADE)
    email = models.EmailField(unique=True)
    last_name = models.CharField(max_length=100)
    first_name = models.CharField(max_length=100)
